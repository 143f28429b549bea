import { Modal } from 'antd'
import { useTranslation } from '../i18n.ts'
import { LoginFlow } from '../components/login/login-flow.tsx'

/** The session ended while a page was open: log in above it, so that nothing filled in is lost. */
export function LoginAgain({ name, reason }: { name: string; reason: string }) {
  const { t } = useTranslation()
  return (
    <Modal open title={t('登录已结束')} footer={null} closable={false} keyboard={false} width={400} maskClosable={false}>
      <p>{t(`${reason}。`)}</p>
      <p>{t('请{{name}}重新登录后继续。本页已填写的内容都还在,登录后请再点一次刚才的按钮。', { name })}</p>
      <LoginFlow />
    </Modal>
  )
}
