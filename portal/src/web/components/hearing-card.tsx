import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { api } from '../api/api.ts'
import type { CaseDetail, Hearing } from '../api/cases.ts'
import { dayText, minuteText } from '../time.ts'
import { DeedDialog } from './deed-dialog.tsx'

const RESULTS: Record<NonNullable<Hearing['result']>, string> = {
  held: '已举行听证,行政机关根据听证笔录作出决定',
  dropped: '不举行听证,继续审查',
  'not-asked': '期限内无人要求听证,视为放弃',
}

interface Props {
  item: CaseDetail
  /** The applicant asks for himself; staff write down who came and asked. */
  asStaff?: boolean
  onDone: () => void
}

/** 听证: the right that was told, whether somebody asked, when and where it is held. */
export function HearingCard({ item, asStaff = false, onDone }: Props) {
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const [person, setPerson] = useState('')
  const { hearing } = item
  if (!hearing) return null
  const mayAsk = item.allowed.includes('request-hearing')
  const label = asStaff ? '登记听证申请' : '申请听证'
  return (
    <section className="card" id="hearing" tabIndex={-1} aria-label="听证" data-testid="hearing">
      <h2>听证</h2>
      <HearingLines hearing={hearing} />
      {mayAsk && (
        <Button type={asStaff ? 'default' : 'primary'} className="gap-above" onClick={() => setOpen(true)} data-testid="request-hearing">
          {label}
        </Button>
      )}
      {open && (
        <DeedDialog
          title={label}
          consequence="由行政机关自收到申请之日起二十日内组织听证,举行听证所需时间不计入办理时限;不收取费用"
          reasonLabel="要求听证的事由"
          missing={asStaff && person.trim() === '' ? '请填写要求听证的利害关系人' : null}
          run={(reason, key) => api.requestHearing(item.id, { reason, ...(asStaff && { onBehalfOf: person.trim() }) }, key)}
          onCancel={() => setOpen(false)}
          onDone={() => {
            message.success('听证申请已登记')
            setOpen(false)
            onDone()
          }}
        >
          {asStaff && (
            <div className="gap-below">
              <label htmlFor="hearing-person">
                利害关系人 <span className="required-word">(必填)</span>
              </label>
              <Input id="hearing-person" maxLength={200} value={person} onChange={({ target }) => setPerson(target.value)} />
            </div>
          )}
        </DeedDialog>
      )}
    </section>
  )
}

function HearingLines({ hearing }: { hearing: Hearing }) {
  const { toldAt, askUntil, askedAt, askedFor, heldAt, place, presider, manner, result } = hearing
  return (
    <>
      {toldAt !== null && (
        <div className="clock-line">
          {minuteText(toldAt)} 告知听证权利
          {askUntil !== null && askedAt === null && result === null && `,可以在 ${dayText(askUntil)} 以前提出`}
        </div>
      )}
      {askedAt !== null && (
        <div className="clock-line">
          {minuteText(askedAt)} {askedFor}要求听证
        </div>
      )}
      {heldAt !== null && (
        <div className="clock-line">
          <b>{minuteText(heldAt)}</b> 在{place}
          {manner},主持人 {presider}
        </div>
      )}
      {result && <div className="clock-line">{RESULTS[result]}</div>}
    </>
  )
}
