import { numberSequences, type Tx } from '@lianban/storage'
import { checkDigitMod1110 } from './check-digit.ts'
import { checkedPart, paddedSequence } from './numbering-error.ts'

const SEQUENCE_DIGITS = 6

/** First digit of the licence number: 主体业态. */
export const FOOD_BUSINESS_FORM_CODES = { 食品销售经营者: '1', 餐饮服务经营者: '2', 集中用餐单位食堂: '3' } as const

/** `1` food sales, `2` catering, `3` canteen of a unit that feeds its own people. */
export type FoodBusinessFormCode = (typeof FOOD_BUSINESS_FORM_CODES)[keyof typeof FOOD_BUSINESS_FORM_CODES]

/**
 * Number of a food business licence 食品经营许可证编号: JY, business form (1), region (6), sequence (6), check digit (1).
 *
 * Sure: the structure (食品经营许可和备案管理办法, 2023 order no. 78), and that three numbers printed by their holders
 * (JY13301080111719, JY11105050876919, JY11108071215650) satisfy MOD 11,10. Not opened: the rule's own text on the check
 * digit. Regions differ in the six digits (Hangzhou prints GB/T 2260; Beijing its own street-level code): ours are GB/T 2260.
 * @throws NumberingError NUMBER_PART_INVALID, NUMBER_EXHAUSTED after 999999 licences of one form
 */
export function foodLicenceNumber({ form, region, sequence }: { form: FoodBusinessFormCode; region: string; sequence: number }): string {
  const digits =
    checkedPart('business form', form, /^[123]$/) +
    checkedPart('region code', region, /^[1-9]\d{5}$/) +
    paddedSequence('licence number', sequence, SEQUENCE_DIGITS)
  return `JY${digits}${checkDigitMod1110(digits)}`
}

/** Whether the text is a food business licence number with the right check digit. Good: JY13301080111719, bad: JY13301080111718. */
export const isFoodLicenceNumber = (text: string): boolean =>
  /^JY[123]\d{13}$/.test(text) && checkDigitMod1110(text.slice(2, -1)) === text.at(-1)

/** Gives out the next licence number of the organ and the business form, inside the transaction that decides. The run never begins anew. */
export async function allocateFoodLicenceNumber(
  tx: Tx,
  run: { tenantId: string; organId: string; region: string; form: FoodBusinessFormCode },
): Promise<string> {
  const { tenantId, organId, region, form } = run
  const sequence = await numberSequences(tx).allocate({ tenantId, organId, type: `food-licence:${form}`, period: 0 })
  return foodLicenceNumber({ form, region, sequence })
}
