import type { CaseDetail } from '../api/cases.ts'

/** Who acts for the applicant 代理人, and who entered the application for him 窗口代办. */
export function AssistanceNote({ item: { assistance } }: { item: CaseDetail }) {
  if (!assistance) return null
  const { proxy, enteredBy } = assistance
  return (
    <p className="quiet" data-testid="assistance">
      {proxy && (
        <>
          代理人 <strong>{proxy.name}</strong>(身份证号码 <code>{proxy.idNumber}</code>) ·{' '}
        </>
      )}
      窗口代办录入:{enteredBy}
    </p>
  )
}
