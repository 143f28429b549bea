import { citizenId, creditCode, type Dice, diceOf, mobile, personName } from '@lianban/processes/try-out'
import { FIRM_WORDS, STREETS, TOWNS, TRADE_SHARES, TRADES, type TradeKey } from './names.ts'
import { FAVOURITE } from './plan.ts'

export interface Firm {
  name: string
  creditCode: string
  address: string
}

/** Somebody in business in the sample county, who does not exist. */
export interface Applicant {
  username: string
  name: string
  citizenId: string
  phone: string
  trade: TradeKey
}

/** @param favourite the account of the sample county that is always there */
export function makeApplicants(seed: string, count: number, favourite: Omit<Applicant, 'trade'>): Applicant[] {
  const names = new Set([favourite.name])
  const others = Array.from({ length: Math.max(0, count - 1) }, (_, i): Applicant => {
    const dice = diceOf(seed, 'applicant', i)
    // Whoever is alone with his trade is one of the first six: each matter has somebody who applies for it.
    const trades = Object.keys(TRADES) as TradeKey[]
    const trade = trades[i] ?? dice.weighted(TRADE_SHARES)!
    return {
      username: `yanshi-${String(i + 1).padStart(3, '0')}`,
      name: newName(dice, names),
      citizenId: citizenId(dice),
      phone: mobile(dice),
      trade,
    }
  })
  return [{ ...favourite, trade: FAVOURITE.trade }, ...others]
}

/** The firm for which somebody hands in his n-th application of a kind: the first are all for the same one. */
export function firmOf(seed: string, { username, trade }: Applicant, nth: number): Firm {
  const dice = diceOf(seed, 'firm', username, nth)
  const { firms, kind } = TRADES[trade]
  return {
    name: `三湖县${dice.pick(FIRM_WORDS)}${dice.pick(FIRM_WORDS)}${dice.pick(firms)}`,
    creditCode: creditCode(dice, kind),
    address: `三湖县${dice.chance(0.6) ? dice.pick(TOWNS) : ''}${dice.pick(STREETS)}${dice.whole(1, 288)}号`,
  }
}

function newName(dice: Dice, taken: Set<string>): string {
  let name = personName(dice)
  while (taken.has(name)) name = personName(dice)
  taken.add(name)
  return name
}
