import { Outlet, ScrollRestoration, useLocation } from 'react-router-dom'
import { isBigScreen } from '../screens/overview/place.ts'
import { useTranslation } from '../i18n.ts'
import { KeyHelp } from '../components/key-help.tsx'
import { GoKeys } from './go-keys.tsx'
import { Header } from './header.tsx'
import { InboxLive } from './inbox-live.tsx'
import { PasswordWarning } from './password-warning.tsx'

/** A page for a wall has no frame. */
const Wall = () => (
  <main id="main">
    <Outlet />
  </main>
)

/** The frame of every page: skip link, header with the navigation of this session's desks, the page. */
export function AppShell() {
  const { t } = useTranslation()
  if (isBigScreen(useLocation())) return <Wall />
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
      <GoKeys />
      <ScrollRestoration />
    </InboxLive>
  )
}
