import { Form, Input } from 'antd'
import type { PasswordPolicy } from '../../api/session.ts'

const CLASS_WORDS = ['', '一', '两', '三', '四']

/** `至少 10 位,含大写字母、小写字母、数字、符号中的三类;…` */
export function policyText({ minChars, minClasses, historySize }: PasswordPolicy): string {
  const again = historySize > 1 ? `,不能与最近 ${historySize} 次的密码相同` : ''
  return `至少 ${minChars} 位,含大写字母、小写字母、数字、符号中的${CLASS_WORDS[minClasses] ?? minClasses}类;不能包含用户名、姓名或手机号${again}`
}

/** A new password, typed twice; what it must be stands below it. The server decides. */
export function NewPasswordFields({ policy, autoFocus }: { policy: PasswordPolicy; autoFocus?: boolean }) {
  return (
    <>
      <Form.Item name="password" label="新密码" extra={policyText(policy)} rules={[{ required: true, message: '请输入新密码' }]}>
        <Input.Password autoFocus={autoFocus} autoComplete="new-password" maxLength={128} data-testid="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输入一次"
        dependencies={['password']}
        rules={[
          { required: true, message: '请再输入一次新密码' },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error('两次输入的密码不一致')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={128} data-testid="new-password-again" />
      </Form.Item>
    </>
  )
}
