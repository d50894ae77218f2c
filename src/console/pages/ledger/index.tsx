/** The ledger: every fact in order, filtered, with its cause and its chain, and the check that none was altered. */
import { useFilter } from '../../data/index.ts'
import { PageHeader } from '../../ui/index.ts'
import { Facts } from './Facts.tsx'
import { Verify } from './Verify.tsx'
import './ledger.css'

export function Page() {
  const [correlation, setCorrelation] = useFilter('correlation')
  return (
    <>
      <PageHeader title="Ledger" actions={<Verify />}>
        Everything that happened, in order, in a chain of hashes: what is shown elsewhere is
        computed from this.
      </PageHeader>
      <Facts correlation={correlation} setCorrelation={setCorrelation} />
    </>
  )
}
