import type { FormatName } from '../schema/form-schema.ts'
import { wrongBankCard } from './bank-card.ts'
import { isRealDay, wrongCitizenId } from './citizen-id.ts'
import { wrongCreditCode } from './credit-code.ts'
import { wrongMobile, wrongPhone } from './mobile-cn.ts'
import { wrongRegionCode } from './region-code.ts'

/** Says in Chinese what is wrong with a text, or null. `today` is `YYYY-MM-DD` in the tenant's time zone. */
export type FormatCheck = (value: string, today: string) => string | null

/** All formats a schema may name. */
export const FORMATS: Record<FormatName, FormatCheck> = {
  'citizen-id': wrongCitizenId,
  'credit-code': wrongCreditCode,
  'mobile-cn': wrongMobile,
  'phone-cn': wrongPhone,
  'region-code': wrongRegionCode,
  'bank-card': wrongBankCard,
  /** Day, ISO 8601 `YYYY-MM-DD`. */
  date: (value) => (isRealDay(value) ? null : `日期“${value.slice(0, 20)}”不存在,请按 2026-01-31 的形式填写`),
}
