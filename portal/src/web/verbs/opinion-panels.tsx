import { App, Button, Input, Space } from 'antd'
import { useState } from 'react'
import type { TaskVerbs } from '../api/verbs.ts'
import { ErrorNote } from '../components/error-note.tsx'
import { PhrasePicker } from '../components/phrase-picker.tsx'
import { useAttempt } from '../hooks/use-attempt.ts'
import { useVerbDoor } from './door.ts'
import { SIGN_KINDS } from './sign-kinds.ts'

interface Props<T> {
  taskId: string
  asked: T
  /** The task is gone from here. */
  onDone: () => void
}

/** The answer of somebody who was asked beside a task. What was written stays until it is taken. */
export function SignPanel({ taskId, asked, onDone }: Props<NonNullable<TaskVerbs['askedToSign']>>) {
  const { message } = App.useApp()
  const { verbs } = useVerbDoor()
  const [opinion, setOpinion] = useState('')
  const [verdict, setVerdict] = useState<'pass' | 'reject'>('pass')
  const sending = useAttempt((chosen: 'pass' | 'reject') => verbs.sign(taskId, { verdict: chosen, opinion: opinion.trim() || undefined }))
  const sign = async (chosen: 'pass' | 'reject') => {
    setVerdict(chosen)
    if (!(await sending.run(chosen))) return
    message.success('加签意见已提交')
    onDone()
  }
  const busyWith = (one: 'pass' | 'reject') => sending.busy && verdict === one
  return (
    <div className="gap-below" data-testid="sign-panel">
      <h2>加签意见</h2>
      <p className="quiet">
        {asked.requestedBy}请您{SIGN_KINDS[asked.kind].label}:{asked.request}
      </p>
      <ErrorNote error={sending.error} />
      <label htmlFor="sign-opinion">意见(不同意时必填)</label>
      <Input.TextArea id="sign-opinion" rows={3} maxLength={2000} value={opinion} onChange={({ target }) => setOpinion(target.value)} />
      <PhrasePicker kind="primary" value={opinion} onPick={setOpinion} />
      <Space className="gap-above">
        <Button type="primary" loading={busyWith('pass')} disabled={sending.busy} onClick={() => void sign('pass')} data-testid="sign-pass">
          同意
        </Button>
        <Button
          danger
          loading={busyWith('reject')}
          disabled={sending.busy || opinion.trim() === ''}
          onClick={() => void sign('reject')}
          data-testid="sign-reject"
        >
          不同意
        </Button>
      </Space>
    </div>
  )
}

/** The opinion of somebody to whom a task was given for it 委派; the task goes back with it. */
export function ResolutionPanel({ taskId, asked: delegatedBy, onDone }: Props<string>) {
  const { message } = App.useApp()
  const { verbs } = useVerbDoor()
  const [opinion, setOpinion] = useState('')
  const sending = useAttempt(() => verbs.resolve(taskId, opinion.trim()))
  const resolve = async () => {
    if (!(await sending.run())) return
    message.success(`已交回${delegatedBy}`)
    onDone()
  }
  return (
    <div className="gap-below" data-testid="resolution-panel">
      <h2>委派办理</h2>
      <p className="quiet">
        {delegatedBy}委派您办理,请填写意见后交回,由{delegatedBy}提交
      </p>
      <ErrorNote error={sending.error} />
      <label htmlFor="resolution">意见</label>
      <Input.TextArea id="resolution" rows={3} maxLength={2000} value={opinion} onChange={({ target }) => setOpinion(target.value)} />
      <PhrasePicker kind="default" value={opinion} onPick={setOpinion} />
      <Button
        className="gap-above"
        type="primary"
        loading={sending.busy}
        disabled={opinion.trim() === ''}
        onClick={() => void resolve()}
        data-testid="resolve"
      >
        交回
      </Button>
    </div>
  )
}
