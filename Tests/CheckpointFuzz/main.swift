import CheckpointFuzzing
import Checkpoints
import Foundation

// checkpoint-fuzz [--cases N] [--first K] [--seed S] [FILE...]
//
// Opens N damaged checkpoints, made from the files given and from two small built-in ones, and uses
// whatever opens. A crash is a crash; a case that takes 20 seconds is ended by SIGALRM; memory that
// grows by more than `memoryLimit` ends the run with status 1. With --first K --cases 1 a single
// case can be run again.

let memoryLimit = 128 << 20

var cases = 100_000
var first = 0
var seed: UInt64 = 1
var files: [String] = []
var arguments = Array(CommandLine.arguments.dropFirst())
while !arguments.isEmpty {
  let argument = arguments.removeFirst()
  let number = arguments.first.flatMap { Int($0) }
  switch (argument, number) {
  case ("--cases", let value?): cases = value
  case ("--first", let value?): first = value
  case ("--seed", let value?): seed = UInt64(value)
  case (let name, _) where !name.hasPrefix("--"):
    files.append(name)
    continue
  default:
    print("usage: checkpoint-fuzz [--cases N] [--first K] [--seed S] [FILE...]")
    exit(2)
  }
  arguments.removeFirst()
}

/// The largest memory of the process so far, in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}

var seeds = FuzzSeed.builtIn
for file in files {
  guard let data = FileManager.default.contents(atPath: file) else {
    print("cannot read \(file)")
    exit(2)
  }
  seeds.append(FuzzSeed(file: [UInt8](data)))
}
let fuzzer = CheckpointFuzzer(seeds: seeds, seed: seed)
let clock = ContinuousClock()
let start = clock.now
let before = peakMemory()
var accepted = 0
var refused: [CheckpointError.Kind: Int] = [:]
var mostOperations = 0
var slowest = (case: 0, time: Duration.zero)
var largest = (case: 0, growth: 0)
var peak = before
for number in first..<first + cases {
  alarm(20)
  let began = clock.now
  switch fuzzer.run(case: number) {
  case .accepted(let operations):
    accepted += 1
    mostOperations = max(mostOperations, operations)
  case .refused(let kind): refused[kind, default: 0] += 1
  }
  let time = clock.now - began
  if time > slowest.time { slowest = (number, time) }
  let now = peakMemory()
  if now - peak > largest.growth { largest = (number, now - peak) }
  peak = now
  if peak - before > memoryLimit {
    print("case \(number): memory grew by \((peak - before) >> 20) MiB")
    exit(1)
  }
}
alarm(0)

print("\(cases) cases from \(first), seed \(seed), \(seeds.count) files, \(clock.now - start)")
print("accepted \(accepted), at most \(mostOperations) instructions of pickle")
for kind in CheckpointError.Kind.allCases where refused[kind] != nil {
  print("refused, \(kind): \(refused[kind, default: 0])")
}
print("slowest case \(slowest.case): \(slowest.time)")
print("peak memory \(peak >> 20) MiB, grew by \((peak - before) >> 20) MiB, ", terminator: "")
print("at most \(largest.growth >> 10) KiB in one case (\(largest.case))")
