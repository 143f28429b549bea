import { Button, Input, QRCode } from 'antd'
import { useState } from 'react'
import { useLocation, useSearchParams } from 'react-router-dom'
import { consultationApi, type Consultation } from '../../api/consultations.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dateText, dayOf } from '../../time.ts'
import { AnswerCard } from './answer-card.tsx'
import { AskForm } from './ask-form.tsx'

/** Ask or complain without an account, and read the answer with the code that one got. */
export function Component() {
  const [params] = useSearchParams()
  const [sent, setSent] = useState<{ code: string; dueAt: number } | null>(null)
  const matterKey = params.get('matter')
  useTitle('咨询投诉')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">咨询投诉</h1>
      </div>
      <ReadAnswer />
      {sent ? (
        <Sent {...sent} />
      ) : (
        <section className="card" aria-label="提出咨询或者投诉">
          <h2>提出咨询或者投诉</h2>
          <AskForm
            isPublic
            about={matterKey ? { matterKey, name: params.get('name') ?? '' } : undefined}
            onSend={async ({ kind, matterKey: key, organId, text, name, phone }) =>
              setSent(await consultationApi.askPublicly({ kind, matterKey: key, organId, text, name, phone }))
            }
          />
        </section>
      )}
    </div>
  )
}

function Sent({ code, dueAt }: { code: string; dueAt: number }) {
  const address = `${location.origin}/ask#${code}`
  return (
    <section className="card receipt" data-testid="asked" role="status">
      <h2>已提交,{dateText(dayOf(dueAt - 1))}前答复</h2>
      <div className="receipt-no">
        查询码 <CopyCode code={code} label="查询码" testId="ask-code" />
      </div>
      <p className="quiet">查询码只显示这一次,请抄下、截图或者扫码保存。凭查询码查看答复,请勿告知无关人员。</p>
      <div className="row centred">
        <QRCode value={address} size={132} type="svg" bordered={false} color="#000000" bgColor="#ffffff" aria-label="查看答复的二维码" />
      </div>
    </section>
  )
}

function ReadAnswer() {
  const { hash } = useLocation()
  const [code, setCode] = useState(hash.slice(1))
  const [found, setFound] = useState<Consultation | null>(null)
  const { run, busy, error } = useAttempt(async () => setFound(await consultationApi.byCode(code.trim())))
  return (
    <section className="card" aria-label="查看答复">
      <h2>查看答复</h2>
      <div className="row">
        <Input
          className="grow"
          value={code}
          onChange={({ target }) => setCode(target.value)}
          onPressEnter={() => void run()}
          maxLength={64}
          placeholder="提交时得到的查询码"
          aria-label="查询码"
          data-testid="answer-code"
        />
        <Button onClick={() => void run()} loading={busy} disabled={code.trim() === ''} data-testid="read-answer">
          查看答复
        </Button>
      </div>
      <ErrorNote error={error} />
      {found && (
        <div className="gap-above">
          <AnswerCard
            item={found}
            onGrade={async (grade) => {
              await consultationApi.gradeByCode(code.trim(), grade)
              await run()
            }}
          />
        </div>
      )}
    </section>
  )
}
