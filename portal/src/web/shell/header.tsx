import { DownOutlined } from '@ant-design/icons'
import { Popover } from 'antd'
import { useState } from 'react'
import { Count } from '../components/count.tsx'
import { useTranslation } from '../i18n.ts'
import { Link, NavLink, useLocation } from 'react-router-dom'
import type { Desk } from '../api/session.ts'
import { useSession } from '../session.tsx'
import { AppearanceMenu } from './appearance-menu.tsx'
import { Brand } from './brand.tsx'
import { barOf, DESK_NAMES, entriesOf, type NavEntry } from './desks.ts'
import { useInboxLive } from './inbox-live.tsx'
import { NoticeBell } from './notice-bell.tsx'
import { UserMenu } from './user-menu.tsx'
import { ZoneSign } from './zone-sign.tsx'

/** Brand, the navigation of the desks that this person has, appearance, person. */
export function Header() {
  const { t } = useTranslation()
  const { desks, tenant } = useSession()
  return (
    <header className="header">
      <div className="header-row">
        <Link to="/" className="brand" title={t('首页')}>
          <Brand />
          <span className="brand-tenant">{tenant.name}</span>
        </Link>
        <nav className="nav" aria-label={t('主导航')}>
          {desks.map((desk) => (
            <DeskNav key={desk} desk={desk} />
          ))}
        </nav>
        <div className="header-end">
          <ZoneSign />
          <NoticeBell />
          <AppearanceMenu />
          <UserMenu />
        </div>
      </div>
    </header>
  )
}

function DeskNav({ desk }: { desk: Desk }) {
  const { t } = useTranslation()
  const entries = entriesOf(useSession(), desk)
  if (entries.length === 0) return null
  return (
    <ul aria-label={t(DESK_NAMES[desk])}>
      {barOf(entries).map((item) => (
        <li key={'entries' in item ? item.group : item.to}>
          {'entries' in item ? <NavMenu group={item.group} entries={item.entries} /> : <NavEntryLink entry={item} />}
        </li>
      ))}
    </ul>
  )
}

function NavEntryLink({ entry }: { entry: NavEntry }) {
  const { t } = useTranslation()
  return (
    <NavLink to={entry.to} end={entry.end} className={({ isActive }) => (isActive ? 'nav-link current' : 'nav-link')}>
      {t(entry.text)}
      <EntryBadge entry={entry} />
    </NavLink>
  )
}

/** Entries that belong together: opened by click or key, the one in sight is marked. */
function NavMenu({ group, entries }: { group: string; entries: NavEntry[] }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const [open, setOpen] = useState(false)
  const isHere = ({ to, end }: NavEntry) => pathname === to || (!end && pathname.startsWith(`${to}/`))
  const here = entries.filter(isHere).sort((a, b) => b.to.length - a.to.length)[0]
  const links = (
    <ul className="plain nav-menu">
      {entries.map((entry) => (
        <li key={entry.to}>
          <Link
            to={entry.to}
            className={entry === here ? 'current' : undefined}
            aria-current={entry === here ? 'page' : undefined}
            onClick={() => setOpen(false)}
          >
            {t(entry.text)}
          </Link>
        </li>
      ))}
    </ul>
  )
  return (
    <Popover content={links} trigger="click" placement="bottomLeft" arrow={false} open={open} onOpenChange={setOpen}>
      <button type="button" className={here ? 'nav-link current' : 'nav-link'} aria-expanded={open} data-testid={`nav-${group}`}>
        {here ? t(here.text) : t(group)}
        <DownOutlined className="small-icon" aria-hidden="true" />
      </button>
    </Popover>
  )
}

function EntryBadge({ entry }: { entry: NavEntry }) {
  const { t } = useTranslation()
  const { count } = useInboxLive()
  if (entry.badge !== 'inbox' || !count) return null
  return <Count count={count} most={999} title={t('{{n}} 件待办', { n: count })} />
}
