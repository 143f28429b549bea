import { useEffect, useState } from 'react'
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useOutletContext } from 'react-router-dom'
import { useTranslation } from '../i18n.ts'
import { lastTenantName, useSessionContext } from '../session.tsx'
import { AppearanceMenu } from './appearance-menu.tsx'
import { Brand } from './brand.tsx'
import { ZoneSign } from './zone-sign.tsx'

type Tell = (county: string) => void

/** Tells the frame whose county it is, once a page has read that; it reads nothing itself. Within another frame it does nothing. */
export function useCounty(name: string | undefined): void {
  const tell = useOutletContext<Tell | null | undefined>()
  useEffect(() => {
    if (name !== undefined) tell?.(name)
  }, [name, tell])
}

/** The frame of the pages that anyone may read, logged in or not. */
export function PublicShell() {
  const { t } = useTranslation()
  const { state } = useSessionContext()
  const [county, setCounty] = useState(lastTenantName)
  const { pathname, search } = useLocation()
  return (
    <>
      <a className="skip-link" href="#main">
        {t('跳到正文')}
      </a>
      <header className="header">
        <div className="header-row">
          <Link to="/guide" className="brand" title={t('事项目录')}>
            <Brand />
            <span className="brand-tenant">{county}</span>
          </Link>
          <nav className="nav" aria-label={t('主导航')}>
            <ul>
              <li>
                <NavLink to="/guide" className={({ isActive }) => (isActive ? 'nav-link current' : 'nav-link')}>
                  {t('办事指南')}
                </NavLink>
              </li>
              <li>
                <NavLink to="/ask" className={({ isActive }) => (isActive ? 'nav-link current' : 'nav-link')}>
                  {t('咨询投诉')}
                </NavLink>
              </li>
              <li>
                <a className="nav-link" href="/receipt">
                  {t('办件查询')}
                </a>
              </li>
            </ul>
          </nav>
          <div className="header-end">
            <ZoneSign />
            <AppearanceMenu />
            {state.phase === 'in' && <Link to="/">{t('进入工作台')}</Link>}
            {state.phase === 'out' && <Link to={`/login?from=${encodeURIComponent(pathname + search)}`}>{t('登录')}</Link>}
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <Outlet context={setCounty satisfies Tell} />
      </main>
      <ScrollRestoration />
    </>
  )
}
