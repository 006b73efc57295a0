#include <string.h>

#include "CKernels.h"
#include "Lines.h"

// Filters as products want them. In double precision, rounded once.

/// Outputs that are transformed together: a line of the cache in a row of a panel.
#define OUTPUTS 16

/// G u G^T of the filters from one input to sixteen outputs, tap by tap in `taps`.
INLINE void transform_filters(int64_t forms, const double_lanes *taps, double_lanes *planes) {
  double_lanes half[EQUIPOISE_REACH][3], line[EQUIPOISE_REACH];
  for (int64_t j = 0; j < 3; j++) {
    analyse_filter(forms, &taps[j], &taps[3 + j], &taps[6 + j], line);
    for (int64_t i = 0; i < forms; i++) half[i][j] = line[i];
  }
  for (int64_t i = 0; i < forms; i++)
    analyse_filter(forms, &half[i][0], &half[i][1], &half[i][2], planes + i * forms);
}

INLINE void fill_planes(const float *values, int64_t inputs, int64_t outputs, int64_t output,
                        int64_t forms, float *planes) {
  const int64_t count = outputs - output < OUTPUTS ? outputs - output : OUTPUTS;
  const int64_t panels = (outputs + EQUIPOISE_PANEL - 1) / EQUIPOISE_PANEL;
  const int64_t plane_size = panels * inputs * EQUIPOISE_PANEL;
  float *const first = planes + output / EQUIPOISE_PANEL * inputs * EQUIPOISE_PANEL +
                       output % EQUIPOISE_PANEL;
  for (int64_t input = 0; input < inputs; input++) {
    double_lanes taps[9], results[EQUIPOISE_REACH * EQUIPOISE_REACH];
    float numbers[9][OUTPUTS];
    memset(numbers, 0, sizeof(numbers));
    for (int64_t lane = 0; lane < count; lane++) {
      const float *const filter = values + ((output + lane) * inputs + input) * 9;
      for (int64_t tap = 0; tap < 9; tap++) numbers[tap][lane] = filter[tap];
    }
    for (int64_t tap = 0; tap < 9; tap++) {
      lanes row;
      load(&row, numbers[tap], 1);
      taps[tap] = __builtin_convertvector(row, double_lanes);
    }
    transform_filters(forms, taps, results);
    for (int64_t plane = 0; plane < forms * forms; plane++) {
      const lanes row = __builtin_convertvector(results[plane], lanes);
      store(&row, first + plane * plane_size + input * EQUIPOISE_PANEL, 1);
    }
  }
}

NARROW void equipoise_fill_planes(const float *values, int64_t inputs, int64_t outputs,
                                  int64_t output, int64_t forms, float *planes) {
  if (forms == 6)
    fill_planes(values, inputs, outputs, output, 6, planes);
  else
    fill_planes(values, inputs, outputs, output, 3, planes);
}
