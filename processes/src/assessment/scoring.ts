import { compileExpression, evaluateExpression, ExpressionFailure } from '@lianban/engine'
import { decimalText, fraction, isLess, micros, percentText, pointsText, rounded, type Fraction } from './decimal.ts'
import { placesOf, type TieRule } from './ranking.ts'

/*
 * How one indicator is scored, by its kind. Pure. Points are thousandths; each indicator is rounded once, at its end, to the
 * thousandth (四舍五入), and sums are exact. Source: domain paper 2.2 (scoring kinds 按实绩, 按排名, 加减分, 否决).
 */

/** Thousandths of 1. */
type Permille = number

export type ScoringRule =
  /** 按实绩: weight × completion rate; under the floor it scores nothing, over the cap it scores the cap. */
  | {
      kind: 'formula'
      better: 'more' | 'less'
      floor: Permille
      cap: Permille
      /** FEEL over value, target and base that gives the completion rate. @default value ÷ target, of what should be less target ÷ value */
      formula: string | null
    }
  /** 按排名: the first has the whole weight, the last of n has 1/n of it, those between in equal steps. */
  | { kind: 'rank'; better: 'more' | 'less' }
  /** 加减分: the points themselves, held within what may be added and taken. */
  | { kind: 'plus-minus'; plusCap: number; minusCap: number }
  /** 一票否决: 1 says that it happened. */
  | { kind: 'veto' }

export interface Indicator {
  id: string
  name: string
  /** Thousandths of a point; 0 of plus/minus and veto. */
  weight: number
  rule: ScoringRule
}

/** One unit's indicator as it stands. */
export interface Measured {
  unit: string
  base: string | null
  target: string | null
  /** Decimal text, points of a plus/minus, 1 or 0 of a veto; null: nothing was verified. A missing report is not zero. */
  value: string | null
}

export interface Scored {
  unit: string
  /** Thousandths; null: not scored yet. */
  points: number | null
  vetoed: boolean
  /** How it came about, for people. */
  words: string
}

/** What becomes of an indicator without a value: it waits and holds the unit out of the ranking, or it counts nothing. */
export type MissingRule = 'pending' | 'zero'

export interface ScoringOptions {
  missing: MissingRule
  tie: TieRule
}

/** The scores of all units for one indicator: ranks need them together. @throws ScoringFailure naming the indicator */
export function scoreIndicator(indicator: Indicator, measured: readonly Measured[], options: ScoringOptions): Scored[] {
  const peers = measured.filter(({ value }) => value !== null)
  const better = indicator.rule.kind === 'rank' ? indicator.rule.better : 'more'
  const places = placesOf(
    peers.map(({ value }) => (better === 'more' ? micros(value!) : -micros(value!))),
    options.tie,
  )
  const placeOf = new Map(peers.map(({ unit }, at) => [unit, places[at]!]))
  return measured.map((one) => {
    if (one.value === null) return missing(indicator, one, options.missing)
    const { rule, weight } = indicator
    switch (rule.kind) {
      case 'formula':
        return byFormula(indicator, rule, one)
      case 'rank':
        return byRank(one, weight, placeOf.get(one.unit)!, peers.length)
      case 'plus-minus':
        return byPoints(one, rule)
      case 'veto': {
        const vetoed = micros(one.value) !== 0n
        return { unit: one.unit, points: 0, vetoed, words: vetoed ? '发生一票否决情形' : '未发生一票否决情形' }
      }
    }
  })
}

/** The modeller's formula could not be used. */
export class ScoringFailure extends Error {
  override readonly name = 'ScoringFailure'
}

/** Nothing happened that gives or takes points or vetoes, unless somebody says so; a value that is asked for is another thing. */
function missing({ rule }: Indicator, { unit }: Measured, how: MissingRule): Scored {
  if (rule.kind === 'plus-minus') return { unit, points: 0, vetoed: false, words: '没有加分、扣分' }
  if (rule.kind === 'veto') return { unit, points: 0, vetoed: false, words: '未发生一票否决情形' }
  return how === 'zero'
    ? { unit, points: 0, vetoed: false, words: '没有核定的完成值,按考核办法计零分' }
    : { unit, points: null, vetoed: false, words: '没有核定的完成值,待补,不按零分计' }
}

type FormulaRule = Extract<ScoringRule, { kind: 'formula' }>

function byFormula(indicator: Indicator, rule: FormulaRule, measured: Measured): Scored {
  const { unit } = measured
  const rate = rule.formula === null ? completion(rule, measured) : computed(indicator, rule.formula, measured)
  if (rate === null) return { unit, points: null, vetoed: false, words: '没有目标值,待补,不按零分计' }
  const [floor, cap] = [rule.floor, rule.cap].map((bound) => fraction(BigInt(bound), 1000n)) as [Fraction, Fraction]
  const says = `完成率${percentText(rate)}`
  if (isLess(rate, floor)) return { unit, points: 0, vetoed: false, words: `${says},低于下限${percentText(floor)},不得分` }
  const counted = isLess(cap, rate) ? cap : rate
  const points = rounded({ of: counted.of * BigInt(indicator.weight), by: counted.by })
  const held = counted === cap ? `,按上限${percentText(cap)}计` : ''
  return { unit, points, vetoed: false, words: `${says}${held},权重${pointsText(indicator.weight)}分 × ${percentText(counted)}` }
}

/** Value ÷ target, of what should be less target ÷ value. Of a target of zero: reached or not. */
function completion({ better }: FormulaRule, { value, target }: Measured): Fraction | null {
  if (target === null) return null
  const [reached, asked] = [micros(value!), micros(target)]
  const [of, by] = better === 'more' ? [reached, asked] : [asked, reached]
  if (by !== 0n) return fraction(of, by)
  const isReached = better === 'more' ? reached >= 0n : true
  return fraction(isReached ? 1n : 0n, 1n)
}

/** @throws ScoringFailure */
function computed({ name }: Indicator, formula: string, { value, target, base }: Measured): Fraction {
  const number = (text: string | null) => (text === null ? null : Number(text))
  try {
    const variables = { value: number(value), target: number(target), base: number(base) }
    const found = evaluateExpression(compileExpression(formula, 'feel'), { variables, functions: {}, now: 0 })
    if (typeof found !== 'number' || !Number.isFinite(found)) throw new ScoringFailure(`指标“${name}”的公式没有算出数值`)
    return fraction(micros(decimalText(found)), 1_000_000n)
  } catch (error) {
    if (error instanceof ExpressionFailure || error instanceof RangeError)
      throw new ScoringFailure(`指标“${name}”的公式不能计算:${error.message}`)
    throw error
  }
}

function byRank({ unit }: Measured, weight: number, place: number, of: number): Scored {
  const points = rounded(fraction(BigInt(weight) * BigInt(of - place + 1), BigInt(of)))
  return { unit, points, vetoed: false, words: `${of}个单位中第${place}名,权重${pointsText(weight)}分 × ${of - place + 1}/${of}` }
}

function byPoints({ unit, value }: Measured, { plusCap, minusCap }: { plusCap: number; minusCap: number }): Scored {
  const given = rounded(fraction(micros(value!), 1000n))
  const points = Math.max(-minusCap, Math.min(plusCap, given))
  const held = points === given ? '' : points > 0 ? `,按加分上限${pointsText(plusCap)}分计` : `,按扣分上限${pointsText(minusCap)}分计`
  return { unit, points, vetoed: false, words: `${given < 0 ? '扣' : '加'}${pointsText(Math.abs(given))}分${held}` }
}
