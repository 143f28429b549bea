import { Input, Modal } from 'antd'
import { useState } from 'react'

interface Props {
  title: string
  label: string
  onCancel: () => void
  onConfirm: (text: string) => void
}

/** One text that goes on record. */
export function ReasonDialog({ title, label, onCancel, onConfirm }: Props) {
  const [text, setText] = useState('')
  return (
    <Modal
      open
      title={title}
      okText={`确认${title}`}
      cancelText="取消"
      okButtonProps={{ disabled: text.trim() === '' }}
      onCancel={onCancel}
      onOk={() => onConfirm(text)}
    >
      <label className="try-out-opinion">
        <span>{label}</span>
        <Input.TextArea autoFocus rows={3} maxLength={500} value={text} onChange={({ target }) => setText(target.value)} />
      </label>
    </Modal>
  )
}
