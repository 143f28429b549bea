import { Alert, Modal } from 'antd'
import { CopyCode } from './copy-code.tsx'
import './shown-once.css'

interface Props {
  title: string
  /** What it is called, and what to do with it. */
  label: string
  note: string
  secret: string
  /** Of the only way out. */
  okText: string
  testId: string
  onClose: () => void
}

/** A secret that is shown this once: it goes by the button alone, not by a key or a click beside it. */
export function ShownOnce({ title, label, note, secret, okText, testId, onClose }: Props) {
  return (
    <Modal
      open
      title={title}
      okText={okText}
      footer={(_, { OkBtn }) => <OkBtn />}
      closable={false}
      maskClosable={false}
      keyboard={false}
      onOk={onClose}
      width={560}
    >
      <Alert type="warning" showIcon className="gap-below" message={note} />
      <div className="shown-once" data-testid={testId}>
        <CopyCode code={secret} label={label} />
      </div>
    </Modal>
  )
}
