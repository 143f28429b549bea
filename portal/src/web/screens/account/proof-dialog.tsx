import { Form, Input, Modal } from 'antd'
import type { Proof } from '../../api/api.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'

interface ProofDialogProps {
  title: string
  /** What will happen. */
  text: string
  okText: string
  danger?: boolean
  /** A code of the second factor as well. */
  withCode: boolean
  onProof: (proof: Proof) => Promise<void>
  onClose: () => void
}

/** Who one is, shown again before something that a session left open must not do. Closes once it is done. */
export function ProofDialog({ title, text, okText, danger, withCode, onProof, onClose }: ProofDialogProps) {
  const [form] = Form.useForm<Proof>()
  const { run, busy, error } = useAttempt(onProof)
  const submit = async (proof: Proof) => {
    if (await run(proof)) onClose()
  }
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText="取消"
      okButtonProps={{ danger, loading: busy, ...({ 'data-testid': 'proof-ok' } as object) }}
      onOk={() => form.submit()}
      maskClosable={false}
      onCancel={onClose}
      width={420}
    >
      <p>{text}</p>
      <ErrorNote error={error} />
      <Form<Proof> form={form} layout="vertical" requiredMark={false} onFinish={(proof) => void submit(proof)}>
        <Form.Item name="password" label="登录密码" rules={[{ required: true, message: '请输入登录密码' }]}>
          <Input.Password autoFocus autoComplete="current-password" maxLength={128} data-testid="proof-password" />
        </Form.Item>
        {withCode && (
          <Form.Item name="code" label="动态口令或恢复码" rules={[{ required: true, whitespace: true, message: '请输入动态口令或恢复码' }]}>
            <Input autoComplete="one-time-code" maxLength={20} data-testid="proof-code" />
          </Form.Item>
        )}
        {/* Enter in a field submits. */}
        <button type="submit" hidden />
      </Form>
    </Modal>
  )
}
