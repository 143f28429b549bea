import type { CaseDetail } from '../api/cases.ts'
import { dateText, dayOf } from '../time.ts'
import { PrintForm } from './print-form.tsx'
import { SchemaView } from './schema-form.tsx'

/** What the applicant handed in: to read, and to print as a form. */
export function CaseForm({ item: { form, caseNo, submittedAt } }: { item: Pick<CaseDetail, 'form' | 'caseNo' | 'submittedAt'> }) {
  return (
    <>
      <div className="row gap-below">
        <PrintForm form={form} caption={`办件编号 ${caseNo} 提交日期 ${dateText(dayOf(submittedAt))}`} />
      </div>
      <SchemaView title="申请内容" schema={form.schema} values={form.values} access={form.access} />
    </>
  )
}
