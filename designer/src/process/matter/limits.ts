import type { LengthLike, LengthUnit, MatterLike } from '../draft.ts'

export const UNIT_WORDS: Record<LengthUnit, string> = {
  workday: '个工作日',
  day: '日',
  workhour: '个工作时',
  'urgent-hour': '个紧急工作时',
  minute: '分钟',
}
const COUNT_KEYS: Record<LengthUnit, 'days' | 'hours' | 'minutes'> = {
  workday: 'days',
  day: 'days',
  workhour: 'hours',
  'urgent-hour': 'hours',
  minute: 'minutes',
}
/** FEEL functions that the runtime gives a model to count its time with. */
const FUNCTIONS: Record<LengthUnit, string> = {
  workday: 'workdays',
  day: 'days',
  workhour: 'workhours',
  'urgent-hour': 'urgentHours',
  minute: 'minutes',
}

export const countOf = (length: LengthLike): number => length[COUNT_KEYS[length.unit]] ?? 0
export const makeLength = (count: number, unit: LengthUnit): LengthLike => ({ [COUNT_KEYS[unit]]: count, unit })
export const lengthWords = (length: LengthLike): string => `${countOf(length)}${UNIT_WORDS[length.unit]}`

/** Due date of a step as the model says it: asked of the matter, so that one model serves several. */
export const stepDueDate = (taskId: string, unit: LengthUnit): string => `=${FUNCTIONS[unit]}(stepLimits.${taskId})`

/** A limit that is passed, and where. */
export interface LimitProblem {
  /** `limits` of the matter, or a step's task. */
  place: 'limits' | 'steps'
  text: string
}

/** Minutes of its own kind of time in one of a unit, at least and at most: a county keeps short office hours or long ones. */
const MINUTES: Record<LengthUnit, { kind: 'office' | 'wall'; least: number; most: number }> = {
  workday: { kind: 'office', least: 240, most: 600 },
  day: { kind: 'wall', least: 1440, most: 1440 },
  workhour: { kind: 'office', least: 60, most: 60 },
  'urgent-hour': { kind: 'wall', least: 60, most: 60 },
  minute: { kind: 'wall', least: 1, most: 1 },
}

/** Whether the lengths together are no longer than `most`; null where that depends on the calendar or the office hours. */
export function fitsWithin(lengths: readonly LengthLike[], most: LengthLike): boolean | null {
  if (lengths.every(({ unit }) => unit === most.unit)) return sumOf(lengths) <= countOf(most)
  if (lengths.some(({ unit }) => MINUTES[unit].kind !== MINUTES[most.unit].kind)) return null
  const sum = (bound: 'least' | 'most') => lengths.reduce((total, one) => total + countOf(one) * MINUTES[one.unit][bound], 0)
  if (sum('most') <= countOf(most) * MINUTES[most.unit].least) return true
  return sum('least') > countOf(most) * MINUTES[most.unit].most ? false : null
}

const sumOf = (lengths: readonly LengthLike[]): number => lengths.reduce((total, one) => total + countOf(one), 0)

function sumWords(lengths: readonly LengthLike[]): string {
  const units = [...new Set(lengths.map(({ unit }) => unit))]
  return units.map((unit) => lengthWords(makeLength(sumOf(lengths.filter((one) => one.unit === unit)), unit))).join('加')
}

/**
 * Whether limits add up: the steps of the examination within the promise, the promise within the law, by the rule that
 * publishing asks for.
 */
export function checkLimits({ limits, steps = [] }: Pick<MatterLike, 'limits' | 'steps'>): LimitProblem[] {
  const { promised, statutory } = limits ?? {}
  const problems: LimitProblem[] = []
  for (const [name, limit] of [
    ['承诺', promised],
    ['法定', statutory],
  ] as const)
    if (limit?.unit === 'day') problems.push({ place: 'limits', text: `${name}时限应当按工作日计算,不按自然日(行政许可法第八十二条)` })
  if (!promised) return problems
  const within = statutory ? fitsWithin([promised], statutory) : true
  if (within === false)
    problems.push({ place: 'limits', text: `承诺时限 ${lengthWords(promised)},超过法定时限 ${lengthWords(statutory!)}` })
  if (within === null)
    problems.push({
      place: 'limits',
      text: `承诺时限(${lengthWords(promised)})与法定时限(${lengthWords(statutory!)})单位不同,无法比较,请用同一单位`,
    })
  const lengths = steps.filter(({ phase }) => phase === 'examination').map(({ limit }) => limit)
  const stepping = lengths.length === 0 ? true : fitsWithin(lengths, promised)
  if (stepping === false) problems.push({ place: 'steps', text: `审查环节合计 ${sumWords(lengths)},超过承诺时限 ${lengthWords(promised)}` })
  if (stepping === null)
    problems.push({
      place: 'steps',
      text: `审查环节(${sumWords(lengths)})与承诺时限(${lengthWords(promised)})单位不同,无法合计,请用同一单位`,
    })
  return problems
}

/** How much of the promise the steps of the examination leave; null where units differ or nothing is promised. */
export function leftOfPromise({ limits, steps = [] }: Pick<MatterLike, 'limits' | 'steps'>): LengthLike | null {
  const promised = limits?.promised
  const lengths = steps.filter(({ phase }) => phase === 'examination').map(({ limit }) => limit)
  if (!promised || lengths.some(({ unit }) => unit !== promised.unit)) return null
  return makeLength(countOf(promised) - sumOf(lengths), promised.unit)
}
