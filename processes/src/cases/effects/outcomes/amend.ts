import type { JsonValue } from '@lianban/engine'
import { answersOf } from '../../forms.ts'
import type { Deed, Outcome } from './deed.ts'

/** The step's form is the application, changed 修改申报 by whoever opened an internal matter, when it came back to him. */
export const amendedApplication = ({ row, matter, form }: Deed): Outcome => ({
  variables: { application: answersOf(matter, form) as JsonValue },
  patch: { form, applicant_name: String(form[matter.matter.applicantName] ?? row.applicant_name) },
  entries: [{ action: 'case.amended', payload: { form: form as JsonValue } }],
})
