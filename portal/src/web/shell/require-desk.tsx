import { Outlet } from 'react-router-dom'
import type { Desk } from '../api/types.ts'
import { useSession } from '../session.tsx'
import { NotFound } from './not-found.tsx'

/** The pages of a desk exist only for those who have it. The server decides again on every call. */
export function RequireDesk({ desk }: { desk: Desk }) {
  return useSession().desks.includes(desk) ? <Outlet /> : <NotFound />
}
