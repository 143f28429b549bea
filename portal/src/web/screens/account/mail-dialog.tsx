import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { deliveryApi } from '../../api/deliveries.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'

/** A mailbox counts once the code that was sent to it has come back. */
export function MailDialog({ onClose, onProved }: { onClose: () => void; onProved: () => void }) {
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, busy, error } = useAttempt(async ({ address, code }: { address: string; code?: string }) => {
    if (sentTo !== null) {
      await deliveryApi.confirmMail(code ?? '')
      onProved()
      return
    }
    await deliveryApi.proposeMail(address)
    setSentTo(address)
  })
  const [form] = Form.useForm<{ address: string; code?: string }>()
  return (
    <Modal
      open
      title="设置接收邮箱"
      okText={sentTo === null ? '发送验证码' : '验证'}
      cancelText="取消"
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      maskClosable={false}
    >
      <ErrorNote error={error} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => void run(given)}>
        <Form.Item
          name="address"
          label="邮箱地址(必填)"
          extra="建议使用单位邮箱。邮件内容与系统内通知相同。"
          rules={[{ required: true, type: 'email', message: '请填写正确的邮箱地址' }]}
        >
          <Input maxLength={254} disabled={sentTo !== null} autoComplete="email" data-testid="mail-input" />
        </Form.Item>
        {sentTo !== null && (
          <Form.Item
            name="code"
            label="验证码(必填)"
            extra={`验证码已发往 ${sentTo},15 分钟内有效`}
            rules={[{ required: true, message: '请填写邮件中的六位验证码' }]}
          >
            <Input maxLength={6} inputMode="numeric" autoComplete="one-time-code" autoFocus data-testid="mail-code" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
