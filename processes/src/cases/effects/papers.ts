import type { JsonValue } from '@lianban/engine'
import type { MatterManifest } from '../../manifest.ts'

/** What every adverse paper says can be done against it. */
export function remediesVariable({ remedies }: MatterManifest) {
  const { reconsiderationDays, reconsiderationTo, litigationMonths, litigationTo } = remedies
  return { reconsiderationDays, reconsiderationTo, litigationMonths, litigationTo } satisfies JsonValue
}

/** The laws of the matter in one phrase: `《食品安全法》第三十五条、《…》`. */
export const basisText = ({ basis }: MatterManifest): string =>
  basis.map(({ law, article }) => `《${law}》${article === '全文' ? '' : article}`).join('、')
