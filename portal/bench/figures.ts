import { readFileSync } from 'node:fs'

/** Of sorted values; NaN if there are none. */
export const quantile = (sorted: readonly number[], q: number): number => sorted[Math.ceil(q * (sorted.length - 1))] ?? NaN

/** Clock ticks in a second, as Linux gives them to programs. */
const TICKS = 100

/** Of a process of this machine (Linux): seconds of processor so far, and the most memory it has held, MiB. */
export function processFigures(pid: number): { cpuSeconds: number; peakMiB: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    peakMiB: Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024),
  }
}
