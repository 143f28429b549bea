import type { CardColour } from '@lianban/storage'

/**
 * How an organ is scored, as data: the sample of the domain paper §3.4. The hundred points are those of nine qualities;
 * a card takes points from the quality its rule belongs to, no more than that quality has.
 */
export const SCORE_SCHEME = {
  /** Shown with every score, so that two scores can be compared. */
  id: 'sample-2026',
  qualities: [
    { key: 'openness', name: '政务公开', points: 10, rules: ['C'] },
    { key: 'procedure', name: '流程规范', points: 14, rules: ['P', 'R'] },
    { key: 'time', name: '期限合法', points: 14, rules: ['T'] },
    { key: 'fees', name: '收费合理', points: 8, rules: ['F'] },
    { key: 'satisfaction', name: '满意度', points: 10, rules: ['S'] },
    { key: 'attitude', name: '服务态度', points: 10, rules: ['M'] },
    { key: 'supervision', name: '监督检查', points: 14, rules: ['E', 'X'] },
    { key: 'liability', name: '法律责任', points: 10, rules: ['W'] },
    { key: 'integrity', name: '廉洁', points: 10, rules: ['I'] },
  ],
  /** Points for so many net cards of a colour. */
  cards: { warning: { each: 3, points: 3 }, yellow: { each: 1, points: 5 }, red: { each: 1, points: 10 } } satisfies Record<
    CardColour,
    { each: number; points: number }
  >,
  /** One point for every ten per cent of cases that are decided before the promise, five at most. */
  early: { share: 0.1, points: 1, most: 5 },
  /** One point off for every per cent of cases whose data are missing, five at most. */
  missing: { share: 0.01, points: 1, most: 5 },
  grades: [
    { from: 90, name: '优' },
    { from: 80, name: '良' },
    { from: 60, name: '合格' },
    { from: 0, name: '不合格' },
  ],
} as const

export interface Score {
  scheme: string
  points: number
  grade: string
  /** What each quality lost, and what was added or taken besides. */
  parts: { name: string; points: number }[]
}

/** @param net net cards by rule id and colour @param early and missing shares of cases, 0 to 1 */
export function scoreOf(
  net: readonly { rule: string; colour: CardColour; count: number }[],
  shares: { early: number; missing: number },
): Score {
  const parts = SCORE_SCHEME.qualities.map(({ name, points, rules }) => {
    const mine = net.filter(({ rule }) => (rules as readonly string[]).includes(rule[0]!))
    const lost = (['warning', 'yellow', 'red'] as const).reduce((sum, colour) => {
      const count = mine.filter((card) => card.colour === colour).reduce((total, card) => total + card.count, 0)
      const { each, points: taken } = SCORE_SCHEME.cards[colour]
      return sum + Math.floor(count / each) * taken
    }, 0)
    return { name, points: points - Math.min(points, lost) }
  })
  const step = ({ share, points, most }: { share: number; points: number; most: number }, value: number) =>
    Math.min(most, Math.floor(value / share + 1e-9) * points)
  const bonus = step(SCORE_SCHEME.early, shares.early)
  const malus = step(SCORE_SCHEME.missing, shares.missing)
  const all = [...parts, { name: '提前办结加分', points: bonus }, { name: '数据缺失扣分', points: -malus }]
  const points = Math.max(
    0,
    all.reduce((sum, part) => sum + part.points, 0),
  )
  return { scheme: SCORE_SCHEME.id, points, grade: SCORE_SCHEME.grades.find(({ from }) => points >= from)!.name, parts: all }
}
