import type { CaseRow } from '@lianban/storage'
import { plusDays, type Day } from '../../clock/index.ts'
import type { LicenceManifest } from '../../manifest.ts'

/** The day asked for, where the matter has one, but no longer than its years. */
export function lastDay(licence: LicenceManifest, { form }: Pick<CaseRow, 'form'>, decidedOn: Day): Day {
  const longest = plusDays(yearsLater(decidedOn, licence.validYears), -1)
  const asked = licence.until === undefined ? undefined : form[licence.until]
  return typeof asked === 'string' && asked >= decidedOn && asked < longest ? asked : longest
}

/** The same day years later; 29 February becomes 1 March where there is none. */
export function yearsLater(day: Day, years: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year + years, month - 1, date)).toISOString().slice(0, 10)
}
