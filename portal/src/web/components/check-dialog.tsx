import { App, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { api } from '../api/api.ts'
import { useAttempt } from '../hooks/use-attempt.ts'
import { ErrorNote } from './error-note.tsx'

interface Props {
  caseId: string
  /** Of the applicant. */
  name: string
  onClose: () => void
  onDone: () => void
}

/** What the check of a promise found 承诺核查. */
export function CheckDialog({ caseId, name, onClose, onDone }: Props) {
  const { message } = App.useApp()
  const [kept, setKept] = useState<boolean | null>(null)
  const [finding, setFinding] = useState('')
  const { run, busy, error } = useAttempt(() => api.recordCheck(caseId, { kept: kept === true, finding: finding.trim() }))
  const send = async () => {
    if (!(await run())) return
    message.success('核查结果已登记')
    onDone()
  }
  return (
    <Modal
      open
      title={`登记核查结果:${name}`}
      maskClosable={false}
      onCancel={onClose}
      onOk={() => void send()}
      okText="登记"
      okButtonProps={{ disabled: kept === null || finding.trim() === '', danger: kept === false }}
      cancelText="取消"
      confirmLoading={busy}
    >
      <ErrorNote error={error} />
      <Radio.Group className="gap-below" value={kept} onChange={({ target }) => setKept(target.value as boolean)} aria-label="核查结论">
        <Radio value={true} data-testid="check-kept">
          属实
        </Radio>
        <Radio value={false} data-testid="check-false">
          不实
        </Radio>
      </Radio.Group>
      {kept === false && <p className="tone-over">登记后发出监察牌,可以依法撤销许可。结果不能更改。</p>}
      <Input.TextArea
        className="gap-below"
        rows={4}
        maxLength={2000}
        showCount
        value={finding}
        onChange={({ target }) => setFinding(target.value)}
        placeholder="何时、何人、在何处核查,发现什么(必填)"
        aria-label="核查情况"
        data-testid="check-finding"
      />
    </Modal>
  )
}
