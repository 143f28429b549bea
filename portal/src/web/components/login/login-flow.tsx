import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from '../../i18n.ts'
import { api } from '../../api/api.ts'
import type { LoginAnswer, LoginStepView, Session } from '../../api/session.ts'
import { useSessionContext } from '../../session.tsx'
import { LoginForm } from '../login-form.tsx'
import { CodeForm } from './code-form.tsx'
import { EnrolmentForm } from './enrolment-form.tsx'
import { NewPasswordForm } from './new-password-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

interface Kept {
  codes: string[]
  /** What follows once the codes are kept. */
  next: Session | LoginStepView
}

const isSession = (answer: Session | LoginStepView): answer is Session => 'csrfToken' in answer

/**
 * Password, second factor, another password, enrolment: each a small page, the server says which is due. Used by the log-in
 * page and by the dialog after a time-out. `resume` goes on with a login that was begun elsewhere.
 */
export function LoginFlow({
  fill,
  resume,
  onStep,
}: {
  fill?: { username: string; password: string }
  resume?: boolean
  onStep?: (step: string) => void
}) {
  const { t } = useTranslation()
  const { enter } = useSessionContext()
  const [view, setView] = useState<LoginStepView | null>(null)
  const [kept, setKept] = useState<Kept | null>(null)
  const [isResuming, setResuming] = useState(!!resume)
  const step = kept ? 'recovery-codes' : (view?.step ?? 'start')

  useEffect(() => {
    if (!resume) return
    api
      .loginStep()
      .then(setView, () => setView(null))
      .finally(() => setResuming(false))
  }, [resume])
  useEffect(() => onStep?.(step), [step, onStep])

  const follow = (next: Session | LoginStepView) => (isSession(next) ? enter(next) : setView(next))
  const onAnswer = (answer: LoginAnswer) => (answer.recoveryCodes ? setKept({ codes: answer.recoveryCodes, next: answer }) : follow(answer))
  const leave = () => {
    void api.abandonLogin().catch(() => {})
    setView(null)
  }

  if (isResuming) return null
  if (kept) return <RecoveryCodes codes={kept.codes} done={t('已妥善保存,继续')} onDone={() => (setKept(null), follow(kept.next))} />
  if (view === null || view.step === 'link') {
    const linked = view === null ? null : { name: view.name, onLeave: leave }
    return <LoginForm key={linked ? 'link' : 'plain'} link={linked} fill={fill} onAnswer={onAnswer} />
  }
  return (
    <div className="stack">
      {view.step === 'second-factor' && <CodeForm onAnswer={onAnswer} />}
      {view.step === 'password' && view.password && <NewPasswordForm {...view.password} onAnswer={onAnswer} />}
      {view.step === 'enrolment' && view.enrolment && (
        <EnrolmentForm required enrolment={view.enrolment} confirm={(code) => api.answerStep('enrolment', { code }).then(onAnswer)} />
      )}
      <Button type="link" className="login-back" onClick={leave} data-testid="login-back">
        {t('换一个账号登录')}
      </Button>
    </div>
  )
}
