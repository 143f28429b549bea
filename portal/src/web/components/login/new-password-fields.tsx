import { Form, Input } from 'antd'
import { useTranslation, type Translate } from '../../i18n.ts'
import type { PasswordPolicy } from '../../api/session.ts'

const CLASS_WORDS = ['', '一', '两', '三', '四']

/** `至少 10 位,含大写字母、小写字母、数字、符号中的三类;…` */
export function policyText({ minChars, minClasses, historySize }: PasswordPolicy, t: Translate): string {
  const what = t('至少 {{chars}} 位,含大写字母、小写字母、数字、符号中的{{classes}}类;不能包含用户名、姓名或手机号', {
    chars: minChars,
    classes: t(CLASS_WORDS[minClasses] ?? String(minClasses)),
  })
  return historySize > 1 ? what + t(',不能与最近 {{n}} 次的密码相同', { n: historySize }) : what
}

/** A new password, typed twice; what it must be stands below it. The server decides. */
export function NewPasswordFields({ policy, autoFocus }: { policy: PasswordPolicy; autoFocus?: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="password" label={t('新密码')} extra={policyText(policy, t)} rules={[{ required: true, message: t('请输入新密码') }]}>
        <Input.Password autoFocus={autoFocus} autoComplete="new-password" maxLength={128} data-testid="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('再输入一次')}
        dependencies={['password']}
        rules={[
          { required: true, message: t('请再输入一次新密码') },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t('两次输入的密码不一致'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={128} data-testid="new-password-again" />
      </Form.Item>
    </>
  )
}
