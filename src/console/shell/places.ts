/** The places that have a page: navigation shows nothing that leads nowhere. */
import { pages } from '../routes.ts'
import { bottom, type Group, groups, type Place } from './navigation.ts'

const hasPage = ({ path }: Place) => pages.some((page) => page.path === path)

export const shownGroups: readonly Group[] = groups
  .map((group) => ({ ...group, places: group.places.filter(hasPage) }))
  .filter(({ places }) => places.length > 0)

export const shownBottom: readonly Place[] = bottom.filter(hasPage)
export const shownPlaces: readonly Place[] = shownGroups.flatMap(({ places }) => places)
