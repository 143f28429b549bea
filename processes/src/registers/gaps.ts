/** Numbers of a run that are not in the register, first and last of each hole. */
export interface Gap {
  from: number
  to: number
}

/**
 * The holes of a run.
 * @param sequences of the register, ascending
 * @param last number that was given out
 */
export function gapsOf(sequences: readonly number[], last: number): Gap[] {
  const gaps: Gap[] = []
  let next = 1
  for (const sequence of sequences) {
    if (sequence > next) gaps.push({ from: next, to: sequence - 1 })
    next = sequence + 1
  }
  if (last >= next) gaps.push({ from: next, to: last })
  return gaps
}

/** `无缺号`, or the numbers that are missing: `缺 3、7—9`. */
export const gapsText = (gaps: readonly Gap[]): string =>
  gaps.length === 0 ? '无缺号' : `缺 ${gaps.map(({ from, to }) => (from === to ? String(from) : `${from}—${to}`)).join('、')}`
