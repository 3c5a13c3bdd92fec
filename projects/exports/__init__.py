"""What a plan holds, written as files that others open."""
