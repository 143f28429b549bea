import { Alert, Input, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useOnce } from '../hooks/use-once.ts'
import { ErrorNote } from './error-note.tsx'
import { PhrasePicker } from './phrase-picker.tsx'

interface Props {
  title: string
  /** What it will do, said before it is done. */
  consequence: string
  danger?: boolean
  /** What is chosen above the reason. */
  children?: ReactNode
  /** null: nothing is missing; else what is still to be chosen. */
  missing?: string | null
  reasonLabel?: string
  /** An example of a reason. */
  placeholder?: string
  /** What the button says, where the title is too long for it. */
  okText?: string
  /** `idempotencyKey`: the same until it succeeded, for what the server must not do twice. */
  run: (reason: string, idempotencyKey: string) => Promise<unknown>
  onCancel: () => void
  onDone: () => void
}

/** A deed that needs a reason: what it does, the reason, and one button that says its name. */
export function DeedDialog(props: Props) {
  const {
    title,
    consequence,
    danger,
    children,
    missing = null,
    reasonLabel = '理由',
    placeholder,
    okText = `确认${title}`,
    run,
    onCancel,
    onDone,
  } = props
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const sending = useOnce(async (key: string) => {
    await run(reason.trim(), key)
    return true
  })
  const unwritten = reason.trim() === ''
  const confirm = async () => {
    setAsked(true)
    if (missing === null && !unwritten && (await sending.run())) onDone()
  }
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText="取消"
      okButtonProps={{ danger, id: 'confirm-deed' }}
      confirmLoading={sending.busy}
      maskClosable={false}
      onOk={() => void confirm()}
      onCancel={onCancel}
    >
      <ErrorNote error={sending.error} />
      <Alert className="gap-below" type={danger ? 'warning' : 'info'} message={consequence} />
      {children}
      {asked && missing !== null && (
        <div className="field-problem gap-below" role="alert">
          {missing}
        </div>
      )}
      <label htmlFor="deed-reason">
        {reasonLabel} <span className="required-word">(必填)</span>
      </label>
      <Input.TextArea
        id="deed-reason"
        rows={3}
        maxLength={500}
        showCount
        value={reason}
        placeholder={placeholder}
        status={asked && unwritten ? 'error' : undefined}
        onChange={({ target }) => setReason(target.value)}
        data-testid="deed-reason"
      />
      {asked && unwritten && (
        <div className="field-problem" role="alert">
          请填写{reasonLabel}
        </div>
      )}
      <PhrasePicker kind={danger ? 'danger' : 'default'} value={reason} onPick={setReason} />
    </Modal>
  )
}
