import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Camunda 7 with its REST API under /engine-rest. Settings are Spring's, as arguments. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class Rest {
  public static void main(String[] args) {
    SpringApplication.run(Rest.class, args);
  }
}
