import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { api, type Proof } from '../../api/api.ts'
import type { AccountSecurity, Enrolment } from '../../api/session.ts'
import { EnrolmentForm } from '../../components/login/enrolment-form.tsx'
import { RecoveryCodes } from '../../components/login/recovery-codes.tsx'
import { minuteText } from '../../time.ts'
import { ProofDialog } from './proof-dialog.tsx'

type Asked = 'enrol' | 'codes' | 'remove'

const DIALOGS: Record<Asked, { title: string; text: string; okText: string; danger?: boolean }> = {
  enrol: { title: '绑定动态口令', text: '请先确认是本人操作。', okText: '下一步' },
  codes: { title: '重新生成恢复码', text: '重新生成后,原有的恢复码全部作废。', okText: '重新生成' },
  remove: { title: '停用动态口令', text: '停用后,登录只需密码;恢复码同时作废。', okText: '停用', danger: true },
}

/** Whether there is a second factor, and setting it up, anew, or doing without. */
export function SecondFactorSection({ state, onChanged }: { state: AccountSecurity['secondFactor']; onChanged: () => void }) {
  const { message } = App.useApp()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const isOn = state.since !== null
  if (!state.offered && !isOn) return null

  const works: Record<Asked, (proof: Proof) => Promise<void>> = {
    enrol: async (proof) => setEnrolment(await api.beginSecondFactor(proof)),
    codes: async (proof) => setCodes((await api.renewRecoveryCodes(proof)).recoveryCodes),
    remove: async (proof) => {
      await api.removeSecondFactor(proof)
      message.success('已停用动态口令')
      onChanged()
    },
  }
  const confirm = async (code: string) => {
    const { recoveryCodes } = await api.confirmSecondFactor(code)
    setEnrolment(null)
    setCodes(recoveryCodes)
    onChanged()
  }
  const keep = () => {
    setCodes(null)
    onChanged()
  }

  return (
    <section className="card" aria-label="动态口令">
      <h2>动态口令</h2>
      <p className="quiet" data-testid="second-factor-state">
        {isOn
          ? `已于 ${minuteText(state.since!)} 绑定,还有 ${state.recoveryCodesLeft} 个恢复码可用。`
          : '未绑定。绑定后,登录时除密码外还须输入手机验证器上的 6 位数字。'}
        {state.required && '您的岗位必须使用。'}
      </p>
      <div className="row">
        <Button onClick={() => setAsked('enrol')} data-testid="enrol">
          {isOn ? '更换手机' : '绑定'}
        </Button>
        {isOn && <Button onClick={() => setAsked('codes')}>重新生成恢复码</Button>}
        {isOn && !state.required && (
          <Button danger onClick={() => setAsked('remove')} data-testid="remove-second-factor">
            停用
          </Button>
        )}
      </div>
      {asked && <ProofDialog key={asked} {...DIALOGS[asked]} withCode={isOn} onProof={works[asked]} onClose={() => setAsked(null)} />}
      <Modal
        open={enrolment !== null || codes !== null}
        title={codes ? '保存恢复码' : '绑定动态口令'}
        footer={null}
        width={420}
        maskClosable={false}
        closable={codes === null}
        onCancel={() => setEnrolment(null)}
      >
        {codes ? (
          <RecoveryCodes codes={codes} done="已妥善保存" onDone={keep} />
        ) : (
          enrolment && <EnrolmentForm enrolment={enrolment} confirm={confirm} />
        )}
      </Modal>
    </section>
  )
}
