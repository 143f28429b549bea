import { Outlet, ScrollRestoration } from 'react-router-dom'
import { useTranslation } from '../i18n.ts'
import { KeyHelp } from '../components/key-help.tsx'
import { Header } from './header.tsx'
import { InboxLive } from './inbox-live.tsx'
import { PasswordWarning } from './password-warning.tsx'

/** The frame of every page: skip link, header with the navigation of this session's desks, the page. */
export function AppShell() {
  const { t } = useTranslation()
  return (
    <InboxLive enabled>
      <a className="skip-link" href="#main">
        {t('跳到正文')}
      </a>
      <Header />
      <PasswordWarning />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <KeyHelp />
      <ScrollRestoration />
    </InboxLive>
  )
}
