import { number } from '@lianban/storage/bench'
import type { Result } from './race.ts'

export { milliseconds, number, percent, table, times } from '@lianban/storage/bench'

/** `1,234 (1,200–1,250)`: the median and the spread. */
export const speed = ({ perSecond, lowest, highest }: Result): string => `${number(perSecond)} (${number(lowest)}–${number(highest)})`
