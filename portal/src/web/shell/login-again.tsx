import { Modal } from 'antd'
import { LoginForm } from '../components/login-form.tsx'

/** The session ended while a page was open: log in above it, so that nothing filled in is lost. */
export function LoginAgain({ name }: { name: string }) {
  return (
    <Modal open title="登录已超时" footer={null} closable={false} keyboard={false} width={400} maskClosable={false}>
      <p>请{name}重新登录后继续。本页已填写的内容都还在,登录后请再点一次刚才的按钮。</p>
      <LoginForm onDone={() => {}} />
    </Modal>
  )
}
