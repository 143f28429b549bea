import { Link } from 'react-router-dom'

/** What names a case at the head of a card, and leads to it. */
export const CaseLink = ({ to, of }: { to: string; of: { applicantName: string; matterName: string } }) => (
  <Link to={to}>
    {of.applicantName} · {of.matterName}
  </Link>
)
