import { Badge } from 'antd'
import { Link, NavLink } from 'react-router-dom'
import type { Desk } from '../api/session.ts'
import { useSession } from '../session.tsx'
import { AppearanceMenu } from './appearance-menu.tsx'
import { Brand } from './brand.tsx'
import { DESK_NAMES, entriesOf, type NavEntry } from './desks.ts'
import { useInboxLive } from './inbox-live.tsx'
import { NoticeBell } from './notice-bell.tsx'
import { UserMenu } from './user-menu.tsx'

/** Brand, the navigation of the desks that this person has, appearance, person. */
export function Header() {
  const { desks, tenant } = useSession()
  return (
    <header className="header">
      <div className="header-row">
        <Link to="/" className="brand" title="首页">
          <Brand />
          <span className="brand-tenant">{tenant.name}</span>
        </Link>
        <nav className="nav" aria-label="主导航">
          {desks.map((desk) => (
            <DeskNav key={desk} desk={desk} />
          ))}
        </nav>
        <div className="header-end">
          <NoticeBell />
          <AppearanceMenu />
          <UserMenu />
        </div>
      </div>
    </header>
  )
}

function DeskNav({ desk }: { desk: Desk }) {
  const entries = entriesOf(useSession(), desk)
  if (entries.length === 0) return null
  return (
    <ul aria-label={DESK_NAMES[desk]}>
      {entries.map((entry) => (
        <li key={entry.to}>
          <NavLink to={entry.to} end={entry.end} className={({ isActive }) => (isActive ? 'nav-link current' : 'nav-link')}>
            {entry.text}
            <EntryBadge entry={entry} />
          </NavLink>
        </li>
      ))}
    </ul>
  )
}

function EntryBadge({ entry }: { entry: NavEntry }) {
  const { count } = useInboxLive()
  if (entry.badge !== 'inbox' || !count) return null
  return <Badge count={count} overflowCount={999} title={`${count} 件待办`} color="var(--ant-color-primary)" />
}
