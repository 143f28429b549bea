/** A number in a pill, beside what it counts; nothing for none. @param most beyond it "99+" is shown */
export function Count({ count, most, title, loud = false }: { count: number; most: number; title?: string; loud?: boolean }) {
  if (count <= 0) return null
  return (
    <span className={loud ? 'count loud' : 'count'} title={title}>
      {count > most ? `${most}+` : count}
    </span>
  )
}
