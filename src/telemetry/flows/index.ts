/** The door of flows: traffic between addresses. */
export {
  type Connection,
  type ConnectionQuery,
  type Connections,
  listConnections,
  MOST_CONNECTIONS,
} from './connections.ts'
