import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useAttempt } from '../hooks/use-attempt.ts'
import { ErrorNote } from './error-note.tsx'

interface Props {
  title: string
  /** What follows from it. */
  text: string
  okText: string
  onClose: () => void
  /** @throws ApiError */
  onSend: (reason: string) => Promise<void>
}

/** Something that goes on record with its reason. */
export function ReasonDialog({ title, text, okText, onClose, onSend }: Props) {
  const [reason, setReason] = useState('')
  const { run, busy, error } = useAttempt(onSend)
  const send = async () => {
    if (await run(reason.trim())) onClose()
  }
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      onOk={() => void send()}
      okText={okText}
      okButtonProps={{ disabled: reason.trim() === '' }}
      cancelText="取消"
      confirmLoading={busy}
    >
      <ErrorNote error={error} />
      <p className="quiet">{text}</p>
      <Input.TextArea
        className="gap-below"
        rows={3}
        maxLength={500}
        showCount
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        placeholder="理由(必填)"
        aria-label="理由"
      />
    </Modal>
  )
}
