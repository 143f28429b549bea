import { Alert, App, Button, Input } from 'antd'
import { useCallback, useState } from 'react'
import type { CaseDetail } from '../../api/cases.ts'
import { licencesApi } from '../../api/licences.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { minuteText } from '../../time.ts'

const MAX_CHARS = 4000

/** 陈述申辩 in place: the holder's defence before anything is decided about his licence. */
export function StatementForm({ item, onDone }: { item: CaseDetail; onDone: () => void }) {
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const work = useCallback((key: string) => licencesApi.state(item.id, text.trim(), key).then(() => true), [item.id, text])
  const sending = useOnce(work)
  const dueAt = item.statement?.dueAt ?? null
  const send = async () => {
    if (!(await sending.run())) return
    message.success('陈述、申辩意见已提交')
    onDone()
  }
  return (
    <section className="card" id="statement" tabIndex={-1} aria-label="陈述申辩" data-testid="statement">
      <h2>您可以陈述、申辩</h2>
      <Alert
        type="warning"
        showIcon
        className="gap-below"
        message={`${item.organName}拟对您的证照作出处理,事实和理由见陈述申辩告知书`}
        description={
          dueAt === null
            ? '您的意见会在作出决定前由审核人员核对'
            : `请在 ${minuteText(dueAt)} 以前提出;逾期没有提出的,视为放弃陈述、申辩的权利`
        }
      />
      <ErrorNote error={sending.error} />
      <label htmlFor="statement-text">陈述、申辩意见(必填)</label>
      <Input.TextArea
        id="statement-text"
        rows={6}
        maxLength={MAX_CHARS}
        showCount
        value={text}
        onChange={({ target }) => setText(target.value)}
        data-testid="statement-text"
      />
      <Button
        type="primary"
        className="gap-above"
        disabled={text.trim() === ''}
        loading={sending.busy}
        onClick={() => void send()}
        data-testid="send-statement"
      >
        提交意见
      </Button>
    </section>
  )
}
