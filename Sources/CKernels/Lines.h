// The transforms along a line of a tile, and their adjoints.
//
// Kinds 1 to 4 are F(m, 3): m outputs of a three-tap correlation with m + 2 multiplications, on points
// taken in this order: 0, 1, -1, 1/2, -2, infinity. They round less than the usual 0, +-1, +-2
// (Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural
// Networks", ACM TOMS 2020). A line of fewer outputs leaves points out (-2 first, then 1/2, then -1), so
// all kinds share one bank of transformed filters. With y = A^T ((G g) * (B^T d)) the gradient of d is
// exactly the adjoint, B ((G g) * (A dy)): the bank serves both passes.
//
// Kinds 5 to 7 are whole lines of 1 to 3 pixels with nothing but zeros around them. Their matrix is
// Toeplitz, and with u = g0 - g1 and v = g2 - g1 two pixels take three multiplications in place of
// four: y0 = g1 (x0 + x1) + v x1, y1 = g1 (x0 + x1) + u x0. Three take seven, of the same forms.
#ifndef EQUIPOISE_LINES_H
#define EQUIPOISE_LINES_H

#include "Vectors.h"

/// Outputs of a line.
INLINE int64_t outputs(int kind) { return kind <= 4 ? kind : kind - 4; }
/// Inputs before the first and after the last output.
INLINE int64_t margin(int kind) { return kind <= 4 ? 1 : 0; }
/// Products of a line.
INLINE int64_t products(int kind) { return kind <= 4 ? kind + 2 : kind == 5 ? 1 : kind == 6 ? 3 : 7; }

/// B^T: inputs to factors.
INLINE void analyse_input(int kind, const lanes *x, lanes *v) {
  switch (kind) {
    case 1:
      v[0] = 2 * (x[0] - x[1]);
      v[1] = 6 * x[1];
      v[2] = 2 * (x[2] - x[1]);
      break;
    case 2:
      v[0] = 2 * (x[0] - x[2]);
      v[1] = 3 * (x[1] + x[2]);
      v[2] = 3 * (x[2] - x[1]);
      v[3] = 2 * (x[3] - x[1]);
      break;
    case 3:
      v[0] = 2 * (x[0] - x[2]) + 4 * (x[3] - x[1]);
      v[1] = 3 * (x[2] - x[1]) + 6 * x[3];
      v[2] = 3 * x[2] - x[1] - 2 * x[3];
      v[3] = 2.5f * (x[1] - x[3]);
      v[4] = x[1] - x[3] + 2 * (x[4] - x[2]);
      break;
    case 4:
      v[0] = 2 * (x[0] + x[4]) + 3 * (x[3] - x[1]) - 4 * x[2];
      v[1] = 2 * (x[4] - x[1]) + x[2] + 5 * x[3];
      v[2] = 5 * x[2] - x[3] - 2 * (x[1] + x[4]);
      v[3] = 2 * (x[1] - x[3]) + x[2] - x[4];
      v[4] = x[1] - x[3] + 2 * (x[4] - x[2]);
      v[5] = 2 * (x[1] + x[5]) + 3 * (x[4] - x[2]) - 4 * x[3];
      break;
    case 5:
      v[0] = x[0];
      break;
    case 6:
      v[0] = x[0] + x[1];
      v[1] = x[0];
      v[2] = x[1];
      break;
    default:
      v[0] = x[0] + x[1];
      v[1] = v[0] + x[2];
      v[2] = x[1] + x[2];
      v[3] = x[0];
      v[4] = x[1];
      v[5] = x[1];
      v[6] = x[2];
      break;
  }
}

/// A^T: products to outputs.
INLINE void synthesise_output(int kind, const lanes *m, lanes *y) {
  switch (kind) {
    case 1:
      y[0] = m[0] + m[1] + m[2];
      break;
    case 2:
      y[0] = m[0] + (m[1] + m[2]);
      y[1] = m[1] - m[2] + m[3];
      break;
    case 3:
      y[0] = m[0] + (m[1] + m[2]) + m[3];
      y[1] = m[1] - m[2] + 0.5f * m[3];
      y[2] = m[1] + m[2] + 0.25f * m[3] + m[4];
      break;
    case 4: {
      const lanes sum = m[1] + m[2], difference = m[1] - m[2];
      y[0] = m[0] + sum + m[3] + m[4];
      y[1] = difference + 0.5f * m[3] - 2 * m[4];
      y[2] = sum + 0.25f * m[3] + 4 * m[4];
      y[3] = difference + 0.125f * m[3] - 8 * m[4] + m[5];
      break;
    }
    case 5:
      y[0] = m[0];
      break;
    case 6:
      y[0] = m[0] + m[2];
      y[1] = m[0] + m[1];
      break;
    default:
      y[0] = m[0] + m[5];
      y[1] = m[1] + m[3] + m[6];
      y[2] = m[2] + m[4];
      break;
  }
}

/// A, the adjoint of A^T: gradients of outputs to factors.
INLINE void analyse_gradient(int kind, const lanes *y, lanes *w) {
  switch (kind) {
    case 1:
      w[0] = w[1] = w[2] = y[0];
      break;
    case 2:
      w[0] = y[0];
      w[1] = y[0] + y[1];
      w[2] = y[0] - y[1];
      w[3] = y[1];
      break;
    case 3: {
      const lanes even = y[0] + y[2];
      w[0] = y[0];
      w[1] = even + y[1];
      w[2] = even - y[1];
      w[3] = y[0] + 0.5f * y[1] + 0.25f * y[2];
      w[4] = y[2];
      break;
    }
    case 4: {
      const lanes even = y[0] + y[2], odd = y[1] + y[3];
      w[0] = y[0];
      w[1] = even + odd;
      w[2] = even - odd;
      w[3] = y[0] + 0.5f * y[1] + 0.25f * y[2] + 0.125f * y[3];
      w[4] = y[0] - 2 * y[1] + 4 * y[2] - 8 * y[3];
      w[5] = y[3];
      break;
    }
    case 5:
      w[0] = y[0];
      break;
    case 6:
      w[0] = y[0] + y[1];
      w[1] = y[1];
      w[2] = y[0];
      break;
    default:
      w[0] = w[5] = y[0];
      w[1] = w[3] = w[6] = y[1];
      w[2] = w[4] = y[2];
      break;
  }
}

/// B, the adjoint of B^T: products to gradients of inputs.
INLINE void synthesise_gradient(int kind, const lanes *m, lanes *x) {
  switch (kind) {
    case 1:
      x[0] = 2 * m[0];
      x[1] = 6 * m[1] - 2 * (m[0] + m[2]);
      x[2] = 2 * m[2];
      break;
    case 2:
      x[0] = 2 * m[0];
      x[1] = 3 * (m[1] - m[2]) - 2 * m[3];
      x[2] = 3 * (m[1] + m[2]) - 2 * m[0];
      x[3] = 2 * m[3];
      break;
    case 3:
      x[0] = 2 * m[0];
      x[1] = 2.5f * m[3] + m[4] - 4 * m[0] - 3 * m[1] - m[2];
      x[2] = 3 * (m[1] + m[2]) - 2 * (m[0] + m[4]);
      x[3] = 4 * m[0] + 6 * m[1] - 2 * m[2] - 2.5f * m[3] - m[4];
      x[4] = 2 * m[4];
      break;
    case 4:
      x[0] = 2 * m[0];
      x[1] = 2 * (m[3] + m[5] - m[1] - m[2]) - 3 * m[0] + m[4];
      x[2] = m[1] + m[3] + 5 * m[2] - 4 * m[0] - 2 * m[4] - 3 * m[5];
      x[3] = 3 * m[0] + 5 * m[1] - m[2] - 2 * m[3] - m[4] - 4 * m[5];
      x[4] = 2 * (m[0] + m[1] - m[2] + m[4]) - m[3] + 3 * m[5];
      x[5] = 2 * m[5];
      break;
    case 5:
      x[0] = m[0];
      break;
    case 6:
      x[0] = m[0] + m[1];
      x[1] = m[0] + m[2];
      break;
    default:
      x[0] = m[0] + m[1] + m[3];
      x[1] = m[0] + m[1] + m[2] + m[4] + m[5];
      x[2] = m[1] + m[2] + m[6];
      break;
  }
}

/// G: three taps to the forms of a filter.
INLINE void analyse_filter(int64_t forms, const double_lanes *a, const double_lanes *b,
                           const double_lanes *c, double_lanes *u) {
  if (forms == 6) {
    const double_lanes outer = *a + *c;
    u[0] = *a * 0.5;
    u[1] = (outer + *b) * (1 / 6.0);
    u[2] = (outer - *b) * (1 / 6.0);
    u[3] = (16 * *a + 8 * *b + 4 * *c) * (1 / 15.0);
    u[4] = (*a - 2 * *b + 4 * *c) * (1 / 30.0);
    u[5] = *c * 0.5;
  } else {
    u[0] = *b;
    u[1] = *a - *b;
    u[2] = *c - *b;
  }
}

/// G^T: what the forms of a filter hold to its three taps.
INLINE void synthesise_filter(int64_t forms, const lanes *u, lanes *g) {
  if (forms == 6) {
    const lanes even = (u[1] + u[2]) * (1 / 6.0f), odd = (u[1] - u[2]) * (1 / 6.0f);
    const lanes half = u[3] * (4 / 15.0f), twice = u[4] * (1 / 30.0f);
    g[0] = u[0] * 0.5f + even + 4 * half + twice;
    g[1] = odd + 2 * half - 2 * twice;
    g[2] = even + half + 4 * twice + u[5] * 0.5f;
  } else {
    g[0] = u[1];
    g[1] = u[0] - u[1] - u[2];
    g[2] = u[2];
  }
}

#endif
