# Short names for what the README explains; nothing happens here that cannot be typed.
.DEFAULT_GOAL := help
.PHONY: help docker-up docker-down run test image-test kafka-console-consumer

TOPIC ?= QUEUE_JOINED
# Redis and Kafka of `make docker-up`, when they run; otherwise the development start brings its own.
DOCKER_UP = $(shell docker compose ps --status running -q redis kafka 2>/dev/null)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1: /p' $(MAKEFILE_LIST)

docker-up: ## Redis, Kafka and the topics in containers
	docker compose up -d redis kafka
	docker compose run --rm -T topics

docker-down: ## stop all containers; queues, events and keys stay in their volumes
	docker compose down

run: ## the service on port 8080, with the containers' Redis and Kafka or its own
	$(if $(DOCKER_UP),REDIS_ADDR=localhost:6379 KAFKA_BROKERS=localhost:9092) mvn -Pdev

test: ## everything that CI tests
	mvn verify

image-test: ## builds the image and runs it, with the container engine of this machine
	mvn -Pshipped verify -Dit.test=ImageIT -Dwaitroom.tools=required

kafka-console-consumer: ## TOPIC=QUEUE_JOINED: what a topic holds, and what comes, until Ctrl-C
	$(if $(DOCKER_UP),docker compose exec kafka /opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server localhost:9092 \
	  --from-beginning --property print.key=true --property print.headers=true --topic $(TOPIC), \
	  [ -e target/test-classes ] || mvn -q test-compile && mvn -q -Ptopic -Dtopic=$(TOPIC))
