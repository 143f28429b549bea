import { App, Button } from 'antd'
import { useState } from 'react'
import { api } from '../api/api.ts'
import type { CaseDetail, Commitment, Debt } from '../api/cases.ts'
import { minuteText } from '../time.ts'
import { CheckDialog } from './check-dialog.tsx'
import { DeedDialog } from './deed-dialog.tsx'
import { DutyDue } from './duty-due.tsx'

/** What a case owes 容缺 and what was promised in it 告知承诺, each with its day. */
export function DutiesPanel({ item, onChange }: { item: CaseDetail; onChange?: () => void }) {
  return (
    <>
      {item.debts.length > 0 && <Debts item={item} onChange={onChange} />}
      {item.commitment && <CommitmentCard item={item} commitment={item.commitment} onChange={onChange} />}
    </>
  )
}

function Debts({ item, onChange }: { item: CaseDetail; onChange?: () => void }) {
  const { message } = App.useApp()
  const [asked, setAsked] = useState<Debt | null>(null)
  return (
    <section className="card" aria-label="容缺补交" data-testid="debts">
      <h2>容缺补交</h2>
      <ul className="plain">
        {item.debts.map((debt) => (
          <li key={debt.materialKey} className="duty">
            <div className="spread">
              <span className="break">{debt.name}</span>
              {debt.canWaive && onChange && (
                <Button size="small" onClick={() => setAsked(debt)} data-testid={`waive-debt-${debt.materialKey}`}>
                  批准免交
                </Button>
              )}
            </div>
            <DutyDue {...debt} />
            <div className="quiet">
              {debt.paperNo ?? '逾期未告知,视为受理'}
              {debt.closedAt !== null && ` · ${minuteText(debt.closedAt)} ${debt.closedBy ?? ''}`}
              {debt.reason && ` · 理由:${debt.reason}`}
            </div>
          </li>
        ))}
      </ul>
      {asked && (
        <DeedDialog
          title={`批准免交“${asked.name}”`}
          consequence="免交后可以作出准予决定。您的姓名和理由写入办理过程和监察日志"
          okText="批准免交"
          run={(reason) => api.waiveDebt(item.id, asked.materialKey, reason)}
          onCancel={() => setAsked(null)}
          onDone={() => {
            message.success(`已批准免交${asked.name}`)
            setAsked(null)
            onChange?.()
          }}
        />
      )}
    </section>
  )
}

function CommitmentCard({ item, commitment, onChange }: { item: CaseDetail; commitment: Commitment; onChange?: () => void }) {
  const [checking, setChecking] = useState(false)
  const { check } = commitment
  return (
    <section className="card" aria-label="告知承诺" data-testid="commitment">
      <div className="spread">
        <h2>告知承诺</h2>
        {commitment.refusal === null && onChange && (
          <Button size="small" type="primary" onClick={() => setChecking(true)} data-testid="record-check">
            登记核查结果
          </Button>
        )}
      </div>
      <p>
        <DutyDue status={commitment.status} statusText={commitment.statusText} dueDay={check?.dueDay} workdaysLeft={check?.workdaysLeft} />
      </p>
      {commitment.status === 'false' && <p className="tone-over">承诺不实:{commitment.consequence}</p>}
      <ol className="numbered">
        {commitment.conditions.map((condition) => (
          <li key={condition}>{condition}</li>
        ))}
      </ol>
      {commitment.materialNames.length > 0 && <p>以承诺代替:{commitment.materialNames.join('、')}</p>}
      <p className="quiet">
        {commitment.signedName} {minuteText(commitment.signedAt)} {commitment.channelText}
        {commitment.paperNo && ` · ${commitment.paperNo}`}
        {check && ` · 由${check.organName}核查`}
      </p>
      {check?.checkedAt != null && (
        <p className="break">
          {check.checkedBy} {minuteText(check.checkedAt)} 核查:{check.finding}
        </p>
      )}
      {commitment.refusal && <p className="quiet">{commitment.refusal}</p>}
      {checking && (
        <CheckDialog
          caseId={item.id}
          name={item.applicantName}
          onClose={() => setChecking(false)}
          onDone={() => {
            setChecking(false)
            onChange?.()
          }}
        />
      )}
    </section>
  )
}
