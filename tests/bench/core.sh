#!/usr/bin/env bash
# What breaker and pool cost a call, in nanoseconds, and SELECT 1 through them beside the engines' own clients.
# Interleaved and often: where the scheduler puts client and server decides more than the client.
set -euo pipefail

core_bench --benchmark_min_time="${COVET_BENCH_SECONDS:-0.2}" --benchmark_repetitions=9 \
  --benchmark_enable_random_interleaving=true --benchmark_report_aggregates_only=true |
  grep -E '^Benchmark|_median'
