import { Outlet } from 'react-router-dom'
import type { Desk } from '../api/session.ts'
import { useSession } from '../session.tsx'
import { NotFound } from './not-found.tsx'

/** The pages of a desk exist only for those who have it. The server decides again on every call. */
export function RequireDesk({ desk }: { desk: Desk }) {
  return useSession().desks.includes(desk) ? <Outlet /> : <NotFound />
}

/** The page exists only for those with one of the rights, `type:action`, whatever their desk. */
export function RequireRight({ rights }: { rights: string[] }) {
  const session = useSession()
  return rights.some((right) => session.rights.includes(right)) ? <Outlet /> : <NotFound />
}
