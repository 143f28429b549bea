import { fraction, pointsText, rounded } from './decimal.ts'

/**
 * Ties 并列. `skip`: those with the same score share the better place and the next places stay empty (1, 1, 3); `dense`: the next
 * place follows (1, 1, 2).
 */
export type TieRule = 'skip' | 'dense'

/** The place of each, the greatest first, in the order they were given. */
export function placesOf(values: readonly (bigint | number)[], tie: TieRule): number[] {
  const sorted = [...values].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
  const ladder = tie === 'skip' ? sorted : [...new Set(sorted)]
  const places = new Map<bigint | number, number>()
  for (const [at, value] of ladder.entries()) if (!places.has(value)) places.set(value, at + 1)
  return values.map((value) => places.get(value)!)
}

export type Grade = 'excellent' | 'good' | 'pass' | 'fail'

export interface GradeRule {
  /** Thousandths of a point that the weights add up to. */
  base: number
  /** At most this share of the ranked units is 优秀, whole per cent, rounded down to whole units. */
  excellentPercent: number
}

/** Per cent of the base that a grade asks for at least. Proposed 拟. */
const AT_LEAST = { excellent: 90, good: 80, pass: 60 } as const

export interface Total {
  unit: string
  /** Thousandths; null: something is not scored yet. */
  total: number | null
  vetoed: boolean
}

export interface Placed extends Total {
  /** null: not ranked. */
  place: number | null
  grade: Grade | null
  words: string
}

/**
 * The ranking of the units with their grades. A vetoed unit comes after all others, whatever its score, and fails; a unit with
 * something unscored is not ranked. 优秀 has a quota: where those who share a place would go beyond it, none of them is.
 */
export function rankUnits(totals: readonly Total[], tie: TieRule, rule: GradeRule): Placed[] {
  const ranked = totals.filter(({ total }) => total !== null)
  const clean = ranked.filter(({ vetoed }) => !vetoed)
  const vetoed = ranked.filter((one) => one.vetoed)
  const places = new Map([...placed(clean, tie, 0), ...placed(vetoed, tie, tie === 'skip' ? clean.length : distinct(clean))])
  const quota = Math.floor((ranked.length * rule.excellentPercent) / 100)
  const share = (percent: number) => rounded(fraction(BigInt(rule.base) * BigInt(percent), 100n))
  const gradeOf = ({ total, vetoed: isVetoed }: Total): Grade => {
    if (isVetoed || total! < share(AT_LEAST.pass)) return 'fail'
    const isWithin = clean.filter((other) => other.total! >= total!).length <= quota
    if (isWithin && total! >= share(AT_LEAST.excellent)) return 'excellent'
    return total! >= share(AT_LEAST.good) ? 'good' : 'pass'
  }
  return totals.map((one) => {
    if (one.total === null) return { ...one, place: null, grade: null, words: '有指标待补,暂不排名' }
    const place = places.get(one.unit)!
    const says = one.vetoed ? '发生一票否决情形,排在其他单位之后,不合格' : `总分${pointsText(one.total)}分,第${place}名`
    return { ...one, place, grade: gradeOf(one), words: says }
  })
}

const placed = (units: readonly Total[], tie: TieRule, after: number): [string, number][] => {
  const places = placesOf(
    units.map(({ total }) => total!),
    tie,
  )
  return units.map(({ unit }, at) => [unit, after + places[at]!])
}

const distinct = (units: readonly Total[]): number => new Set(units.map(({ total }) => total)).size
