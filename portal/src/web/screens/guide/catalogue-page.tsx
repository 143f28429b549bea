import { PUBLIC_PLACE } from '../../api/guide.ts'
import { Catalogue } from './catalogue.tsx'

/** The catalogue for whoever comes by, without an account. */
export function Component() {
  return <Catalogue place={PUBLIC_PLACE} />
}
