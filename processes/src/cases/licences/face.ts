import { fieldsOf, type FormSchema } from '@lianban/forms'
import type { CaseRow, LicenceRow } from '@lianban/storage'
import type { LicenceManifest, MatterManifest } from '../../manifest.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'

/** Formats that name a person or a body, the better one first. */
const CODE_FORMATS = ['credit-code', 'citizen-id']
const SHOWN_AT_START = 4
const SHOWN_AT_END = 4

/** The licence that the matter grants or changes. @throws Error if it has none: `checkPackage` finds that before deployment */
export function licenceOf({ key, licence }: Pick<MatterManifest, 'key' | 'licence'>): LicenceManifest {
  if (!licence) throw new Error(`matter ${key} has no licence`)
  return licence
}

/** What stands on the licence, line by line; a list in one line. */
export function faceOf(
  { licence, applicantName }: Pick<MatterManifest, 'licence' | 'applicantName'>,
  { form }: Pick<CaseRow, 'form'>,
): LicenceRow['face'] {
  const lines = licence?.face ?? [{ label: '持证人', field: applicantName }]
  return lines.flatMap(({ label, field }) => {
    const value = form[field] ?? ''
    const text = Array.isArray(value) ? value.join('、') : String(value as string | number)
    return text === '' ? [] : [{ label, text }]
  })
}

/** Who holds a licence, as the form names him. */
export function holderOf(matter: Matter, { form, applicant_name }: Pick<CaseRow, 'form' | 'applicant_name'>) {
  const name = form[matter.matter.applicantName]
  return {
    holder_name: typeof name === 'string' && name !== '' ? name : applicant_name,
    holder_code: codeIn(formOf(matter, matter.matter.applicationForm), form),
  } satisfies Partial<LicenceRow>
}

function codeIn(schema: FormSchema, form: Record<string, unknown>): string | null {
  const fields = fieldsOf(schema)
  const codes = CODE_FORMATS.flatMap((format) => fields.filter((field) => field.schema.format === format && field.table === null))
  return codes.map(({ path }) => form[path]).find((value): value is string => typeof value === 'string' && value !== '') ?? null
}

/** A credit code or citizen ID for lists: its beginning and its end. */
export function maskedCode(code: string | null): string | null {
  if (code === null || code.length <= SHOWN_AT_START + SHOWN_AT_END) return code
  const hidden = code.length - SHOWN_AT_START - SHOWN_AT_END
  return `${code.slice(0, SHOWN_AT_START)}${'*'.repeat(hidden)}${code.slice(-SHOWN_AT_END)}`
}
