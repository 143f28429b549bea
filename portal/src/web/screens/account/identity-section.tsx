import { App, Button } from 'antd'
import { useState } from 'react'
import { api, type Proof } from '../../api/api.ts'
import type { AccountSecurity } from '../../api/session.ts'
import { minuteText } from '../../time.ts'
import { ProofDialog } from './proof-dialog.tsx'

/** The identity at the OpenID Connect issuer that logs in to this account. */
export function IdentitySection({ identity, onChanged }: { identity: NonNullable<AccountSecurity['identity']>; onChanged: () => void }) {
  const { message } = App.useApp()
  const [isAsking, setAsking] = useState(false)
  const { linked } = identity
  const link = async ({ password }: Proof) => location.assign((await api.linkIdentity(password)).url)
  const unlink = async ({ password }: Proof) => {
    await api.unlinkIdentity(password)
    message.success('已解除绑定')
    onChanged()
  }
  return (
    <section className="card" aria-label="统一身份">
      <h2>统一身份</h2>
      <p className="quiet">
        {linked
          ? `已绑定“${linked.name || '未命名'}”(${minuteText(linked.linkedAt)}),可在登录页直接使用。`
          : '未绑定。绑定后,可用统一身份直接登录本平台。'}
      </p>
      <Button danger={linked !== null} onClick={() => setAsking(true)} data-testid="identity">
        {linked ? '解除绑定' : '绑定统一身份'}
      </Button>
      {isAsking && (
        <ProofDialog
          title={linked ? '解除统一身份绑定' : '绑定统一身份'}
          text={linked ? '解除后,须用用户名和密码登录。' : '确认密码后,将转到统一身份认证平台。'}
          okText={linked ? '解除绑定' : '下一步'}
          danger={linked !== null}
          withCode={false}
          onProof={linked ? unlink : link}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}
