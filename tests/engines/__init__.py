"""The same queries on other engines: Apache Spark as the engine of a publish, PostgreSQL as a third witness."""
